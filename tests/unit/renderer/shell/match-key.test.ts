import { describe, expect, it } from 'vitest'
import { matchKey, type PressedKey } from '#renderer/keys/match-key.ts'

const press = (key: string, held: Partial<PressedKey> = {}): PressedKey => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
})

describe('keys', () => {
  it('reads 1 as the first label and 0 as the tenth', () => {
    expect(matchKey(press('1'), false)).toEqual({ action: 'label.key', digitIndex: 0 })
    expect(matchKey(press('9'), false)).toEqual({ action: 'label.key', digitIndex: 8 })
    expect(matchKey(press('0'), false)).toEqual({ action: 'label.key', digitIndex: 9 })
  })

  it('tells undo from redo by Shift, whatever the capitals lock says', () => {
    expect(matchKey(press('u'), false)).toEqual({ action: 'labels.undo' })
    expect(matchKey(press('U'), false)).toEqual({ action: 'labels.undo' })
    expect(matchKey(press('U', { shiftKey: true }), false)).toEqual({ action: 'labels.redo' })
  })

  it('goes to a screen with G and a letter', () => {
    expect(matchKey(press('g'), false)).toBe('prefix')
    expect(matchKey(press('l'), true)).toEqual({ action: 'go.library' })
    expect(matchKey(press('c'), true)).toEqual({ action: 'go.compare' })
    expect(matchKey(press('a'), true)).toEqual({ action: 'go.audit' })
    expect(matchKey(press('a'), false)).toEqual({ action: 'audition.other' })
  })

  it('takes L for the loop when no G came before', () => {
    expect(matchKey(press('l'), false)).toEqual({ action: 'loop.toggle' })
  })

  it('leaves the browser its own keys', () => {
    expect(matchKey(press('s', { ctrlKey: true }), false)).toBeNull()
    expect(matchKey(press('ArrowDown', { altKey: true }), false)).toBeNull()
    expect(matchKey(press('F5'), false)).toBeNull()
  })

  it('opens the palette with Ctrl and with ⌘', () => {
    expect(matchKey(press('k', { ctrlKey: true }), false)).toEqual({ action: 'palette.show' })
    expect(matchKey(press('k', { metaKey: true }), false)).toEqual({ action: 'palette.show' })
  })

  it('leaves Shift and an arrow to the selection', () => {
    expect(matchKey(press('ArrowDown', { shiftKey: true }), false)).toBeNull()
    expect(matchKey(press('?', { shiftKey: true }), false)).toEqual({ action: 'shortcuts.show' })
  })
})
