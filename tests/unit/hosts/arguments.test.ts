import { expect, it } from 'vitest'
import { libraryArgument } from '#main/hosts/electron/arguments.ts'

it.each([
  [['.', '--library', 'voices.emotone'], '/home/lab/voices.emotone'],
  [['--library=/data/a=b.emotone'], '/data/a=b.emotone'],
  [['.'], null],
  [['--library'], null],
  [['--library='], null],
])('reads the library from %j', (args, expected) => {
  expect(libraryArgument(args, '/home/lab')).toBe(expected)
})
