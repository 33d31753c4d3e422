import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'

/** Opens the studio's window; it is shown when there is something to see. */
export function createWindow(
  Window: new (options: BrowserWindowConstructorOptions) => BrowserWindow,
  { preload, url, backgroundColor }: { preload: string; url: string; backgroundColor: string },
): BrowserWindow {
  const window = new Window({
    title: 'Emotone',
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    show: false,
    backgroundColor,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(url)
  return window
}
