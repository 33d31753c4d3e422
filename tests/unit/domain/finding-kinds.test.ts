import { expect, it } from 'vitest'
import { worstSeverity } from '#shared/domain/finding-kinds.ts'

it('takes the worst of what is said of a clip', () => {
  expect(worstSeverity(['clipped', 'silent', 'identical'])).toBe('error')
  expect(worstSeverity(['clipped', 'identical'])).toBe('warning')
  expect(worstSeverity(['clipped', 'perceived-disagrees'])).toBe('note')
  expect(worstSeverity([])).toBe('note')
})
