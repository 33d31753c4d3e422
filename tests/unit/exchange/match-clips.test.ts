import { describe, expect, it } from 'vitest'
import { labelLine } from '#fixtures/labelled-clips.ts'
import { createClipMatcher, type KnownClip } from '#main/exchange/match-clips.ts'

const known = (clipId: number, path: string, part: Partial<KnownClip> = {}): KnownClip => ({
  clipId,
  path,
  rootName: 'corpora',
  corpus: 'TEST',
  hash: `hash of ${path}`,
  startSeconds: null,
  endSeconds: null,
  recordingSeconds: 4,
  ...part,
})

function matcherOf(clips: KnownClip[]) {
  const { add, match } = createClipMatcher()
  add(clips)
  return match
}

describe('a line finds its clip', () => {
  const match = matcherOf([
    known(1, 'a/x.wav'),
    known(2, 'b/x.wav'),
    known(3, 'b/ünique.wav'),
    known(4, 'same.wav', { rootName: 'one', corpus: 'ONE' }),
    known(5, 'same.wav', { rootName: 'two', corpus: 'TWO', hash: 'other' }),
    known(6, 'copy/1.wav', { hash: 'twice' }),
    known(7, 'copy/2.wav', { hash: 'twice' }),
    known(8, 'top.wav'),
  ])
  const found = (part: Parameters<typeof labelLine>[0]) => match(labelLine(part))

  it('by its path, also where the path begins further up or is written with backslashes', () => {
    expect(found({ path: 'a/x.wav' })).toEqual({ clipId: 1, by: 'path' })
    expect(found({ path: 'corpora/b/x.wav' })).toEqual({ clipId: 2, by: 'path' })
    expect(found({ path: '/home/lab/corpora/b/x.wav' })).toEqual({ clipId: 2, by: 'path' })
    expect(found({ path: '.\\b\\x.wav' })).toEqual({ clipId: 2, by: 'path' })
  })

  it('by its hash first, wherever the file lies now', () => {
    expect(found({ path: 'moved/away.wav', hash: 'hash of a/x.wav' })).toEqual({ clipId: 1, by: 'hash' })
    expect(found({ path: 'copy/2.wav', hash: 'twice' })).toEqual({ clipId: 7, by: 'hash' })
    expect(found({ path: null, hash: 'twice' })).toEqual({
      reason: '2 recordings have this hash',
      isAmbiguous: true,
    })
  })

  it('by its name where only one recording has it, in whichever form its signs are composed', () => {
    expect(found({ path: 'elsewhere/u\u0308nique.wav' })).toEqual({ clipId: 3, by: 'name' })
    expect(found({ path: 'ünique' })).toEqual({ clipId: 3, by: 'name' })
    expect(found({ path: 'elsewhere/top.wav' })).toEqual({ clipId: 8, by: 'name' })
    expect(found({ path: 'x.wav' })).toEqual({ reason: '2 recordings have this name', isAmbiguous: true })
    expect(found({ path: 'y.wav' })).toMatchObject({ isAmbiguous: false })
  })

  it('in the corpus or root that the line names', () => {
    expect(found({ path: 'same.wav' })).toEqual({ reason: '2 recordings have this path', isAmbiguous: true })
    expect(found({ path: 'same.wav', corpus: 'TWO' })).toEqual({ clipId: 5, by: 'path' })
    expect(found({ path: 'one/same.wav' })).toEqual({ clipId: 4, by: 'path' })
  })
})

describe('of several clips in a recording', () => {
  const match = matcherOf([
    known(1, 'call.wav', { startSeconds: 0, endSeconds: 1.5 }),
    known(2, 'call.wav', { startSeconds: 2 }),
    known(3, 'whole.wav'),
  ])
  const found = (part: Parameters<typeof labelLine>[0]) => match(labelLine(part))

  it('the one of the same span is meant, to a hundredth of a second', () => {
    expect(found({ path: 'call.wav', startSeconds: 0.004, endSeconds: 1.5 })).toMatchObject({ clipId: 1 })
    expect(found({ path: 'call.wav', startSeconds: 2 })).toMatchObject({ clipId: 2 })
    expect(found({ path: 'call.wav', startSeconds: 2, endSeconds: 4 })).toMatchObject({ clipId: 2 })
    expect(found({ path: 'whole.wav', startSeconds: 0, endSeconds: 4 })).toMatchObject({ clipId: 3 })
    expect(found({ path: 'call.wav', startSeconds: 0.5, endSeconds: 1.5 })).toEqual({
      reason: 'the recording has no clip from 0.50 s to 1.50 s',
      isAmbiguous: false,
    })
    expect(found({ path: 'call.wav' })).toMatchObject({
      reason: expect.stringContaining('start and end must say which'),
    })
  })

  it('a region that was drawn by hand means the clip under its middle', () => {
    const drawn = (startSeconds: number, endSeconds: number) =>
      found({ path: 'call.wav', startSeconds, endSeconds, isDrawn: true })
    expect(drawn(0.3, 1.2)).toMatchObject({ clipId: 1 })
    expect(drawn(3, 3)).toMatchObject({ clipId: 2 })
    expect(drawn(1.6, 1.9)).toMatchObject({ reason: 'no clip lies at 1.75 s' })
  })
})
