import type { MenuItemConstructorOptions } from 'electron'

/** Roles alone, whose keys the page may take first. Linux and Windows need no edit menu for copy and paste. */
export function menuTemplate(platform: string): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  return [
    { role: isMac ? 'appMenu' : 'fileMenu' },
    ...(isMac ? [{ role: 'editMenu' } as const] : []),
    { role: 'viewMenu' },
    { role: 'windowMenu' },
  ]
}
