import os from 'node:os'
import { expect, it } from 'vitest'
import { inUrl, ownNames } from '#main/hosts/server/host-names.ts'

it('answers to the loopback names on a loopback address', () => {
  expect(ownNames('127.0.0.1')).toEqual(['127.0.0.1', 'localhost', '[::1]'])
})

it('answers to the name it listens on', () => {
  expect(ownNames('GPU-Box')).toContain('gpu-box')
  expect(ownNames('fe80::1')).toContain('[fe80::1]')
})

it('answers to every name of this machine when it listens everywhere', () => {
  expect(ownNames('0.0.0.0')).toContain(os.hostname().toLowerCase())
})

it('writes IPv6 addresses in brackets', () => {
  expect(inUrl('::1')).toBe('[::1]')
  expect(inUrl('[::1]')).toBe('[::1]')
  expect(inUrl('localhost')).toBe('localhost')
})
