import { expect, it } from 'vitest'
import { menuTemplate } from '#main/hosts/electron/menu-template.ts'

it('has an edit menu only where copy and paste need one', () => {
  const roles = (platform: string) => menuTemplate(platform).map(({ role }) => role)
  expect(roles('darwin')).toEqual(['appMenu', 'editMenu', 'viewMenu', 'windowMenu'])
  expect(roles('linux')).toEqual(['fileMenu', 'viewMenu', 'windowMenu'])
})
