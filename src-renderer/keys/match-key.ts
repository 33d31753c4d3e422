import type { ActionId } from './shortcuts.ts'

/** What is read of a keyboard event. */
export interface PressedKey {
  key: string
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

export interface KeyMatch {
  action: ActionId
  /** Of `label.key`: 0 for key 1 … 9 for key 0. */
  digitIndex?: number
}

const SINGLE: Record<string, ActionId> = {
  ' ': 'play.toggle',
  j: 'clip.next',
  k: 'clip.previous',
  ArrowDown: 'clip.next',
  ArrowUp: 'clip.previous',
  l: 'loop.toggle',
  n: 'audition.neutral',
  s: 'audition.sentence',
  a: 'audition.other',
  i: 'triage.skip',
  y: 'triage.unsure',
  m: 'triage.note',
  d: 'finding.act',
  f: 'finding.see',
  b: 'blind.toggle',
  '[': 'speed.slower',
  ']': 'speed.faster',
  u: 'labels.undo',
  x: 'clip.exclude',
  '?': 'shortcuts.show',
  '/': 'filter.focus',
  Escape: 'go.back',
  Enter: 'clip.open',
}

const AFTER_G: Record<string, ActionId> = {
  l: 'go.library',
  o: 'go.overview',
  a: 'go.audit',
  t: 'go.triage',
  h: 'go.labels',
  e: 'go.experiments',
  c: 'go.compare',
  p: 'go.predict',
}

/**
 * The action of a key press.
 * @param isAfterG true when the key before was G.
 * @returns `prefix` for G alone, null for a key that does nothing.
 */
export function matchKey(pressed: PressedKey, isAfterG: boolean): KeyMatch | 'prefix' | null {
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key
  if (pressed.altKey) return null
  if (pressed.ctrlKey || pressed.metaKey) return key === 'k' ? { action: 'palette.show' } : null
  if (isAfterG && has(AFTER_G, key)) return { action: AFTER_G[key] }
  if (key === 'g') return 'prefix'
  if (key === 'u' && pressed.shiftKey) return { action: 'labels.redo' }
  if (/^[0-9]$/.test(key)) return { action: 'label.key', digitIndex: (Number(key) + 9) % 10 }
  // Shift with a letter or an arrow means something else (extending a selection); ? and / need it on some keyboards
  if (pressed.shiftKey && (/^[a-z ]$/.test(key) || key.length > 1)) return null
  return has(SINGLE, key) ? { action: SINGLE[key] } : null
}

function has(table: Record<string, ActionId>, key: string): boolean {
  return Object.prototype.hasOwnProperty.call(table, key)
}
