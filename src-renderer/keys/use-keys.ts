import { onScopeDispose } from 'vue'
import { matchKey, type KeyMatch } from './match-key.ts'
import type { ActionId } from './shortcuts.ts'

/** Carries an action out. `false` means: not mine now, let the key do what it otherwise does. */
export type ActionHandler = (match: KeyMatch) => void | false

const SECONDS_AFTER_G = 1.5
/** What writes something: a key that is held down must not judge one clip after the other. */
const ONCE_A_PRESS: ReadonlySet<ActionId> = new Set<ActionId>([
  'label.key',
  'labels.undo',
  'labels.redo',
  'clip.exclude',
  'triage.skip',
  'triage.unsure',
  'finding.act',
  'finding.see',
])
const handlers = new Map<ActionId, ActionHandler[]>()

/** Binds actions while the calling component lives; the newest binding of an action wins. */
export function useKeys(bindings: Partial<Record<ActionId, ActionHandler>>): void {
  for (const [action, handler] of Object.entries(bindings) as [ActionId, ActionHandler][]) {
    const bound = handlers.get(action) ?? []
    bound.push(handler)
    handlers.set(action, bound)
    onScopeDispose(() => bound.splice(bound.indexOf(handler), 1))
  }
}

/** Carries out an action as its key would, such as from the palette. */
export function runAction(match: KeyMatch): boolean {
  const bound = handlers.get(match.action) ?? []
  for (let index = bound.length - 1; index >= 0; index--) {
    if (bound[index](match) !== false) return true
  }
  return false
}

/** Listens for keys on the whole page. Call once. @returns a function that stops listening. */
export function listenForKeys(): () => void {
  let isAfterG = false
  let timer = 0
  let wasPointer = false

  const onPointerDown = (): void => {
    wasPointer = true
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') wasPointer = false
    if (event.defaultPrevented || event.isComposing) return
    const isPalette = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k'
    if (!isPalette && (isTextField(event.target) || isInPopup(event.target))) return
    if (isNativeKey(event, wasPointer)) return
    const match = matchKey(event, isAfterG)
    clearTimeout(timer)
    isAfterG = match === 'prefix'
    if (isAfterG) timer = window.setTimeout(() => (isAfterG = false), SECONDS_AFTER_G * 1000)
    if (match === null || match === 'prefix') return
    if (event.repeat && ONCE_A_PRESS.has(match.action)) return event.preventDefault()
    if (runAction(match)) event.preventDefault()
  }
  window.addEventListener('keydown', onKeyDown)
  window.addEventListener('pointerdown', onPointerDown, true)
  return () => {
    clearTimeout(timer)
    window.removeEventListener('keydown', onKeyDown)
    window.removeEventListener('pointerdown', onPointerDown, true)
  }
}

/** Text is typed there, so keys belong to it. */
function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true
  if (target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)
}

function isInPopup(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null
  )
}

/** Enter and, where a person came by Tab, Space press the focused button; arrows move a slider. */
function isNativeKey(event: KeyboardEvent, wasPointer: boolean): boolean {
  if (!(event.target instanceof Element)) return false
  if (event.key.startsWith('Arrow')) {
    return event.target.matches(
      'input[type="range"], input[type="radio"], [role="separator"], [role="slider"]',
    )
  }
  const isButton = event.target.closest('button, a[href], summary, input, [role="checkbox"]') !== null
  return isButton && (event.key === 'Enter' || (event.key === ' ' && !wasPointer))
}
