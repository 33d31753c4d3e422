// Electron's main process: the window, its dialogs and its addresses, and the birth and death of the studio process.
import fs from 'node:fs'
import path from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeTheme,
  protocol,
  session,
  utilityProcess,
  type MessagePortMain,
} from 'electron'
import { HOST_CHANNEL, type HostNotice } from '#shared/contract/host-bridge.ts'
import { createPageHandler } from './answer-page.ts'
import { APP_SCHEME, APP_URL } from './app-url.ts'
import { libraryArgument } from './arguments.ts'
import { createWindow } from './create-window.ts'
import { menuTemplate } from './menu-template.ts'
import { guardContents, guardSession } from './guards.ts'
import { createHostHandler } from './host-channel.ts'
import type { ServiceArguments } from './service-messages.ts'
import { keepStudio } from './studio-keeper.ts'
import { startStudioProcess, type StudioEnd } from './studio-process.ts'

const beside = (...names: string[]) => path.join(import.meta.dirname, ...names)
const log = (line: string) => console.error(`emotone: ${line}`)

protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
])
app.enableSandbox()

if (app.requestSingleInstanceLock()) start()
else app.quit()

function start() {
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows()
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('window-all-closed', () => app.quit())
  void app.whenReady().then(openStudio)
}

function openStudio() {
  guardSession(session.defaultSession)
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform)))
  const studio = startStudio()
  closeBeforeQuit(() => studio.close())

  const answerPage = createPageHandler({
    rendererFolder: beside('../renderer'),
    readFile: async (file) => new Uint8Array(await fs.promises.readFile(file)),
    fetchMedia: (url) => studio.fetchMedia(url),
    log,
  })
  protocol.handle(APP_SCHEME, answerPage)

  ipcMain.handle(
    HOST_CHANNEL,
    createHostHandler<MessagePortMain>({
      createPorts() {
        const { port1, port2 } = new MessageChannelMain()
        return { studioPort: port1, pagePort: port2 }
      },
      connect: (port) => studio.connect(port),
      pickFolder,
    }),
  )
  createWindow(BrowserWindow, {
    preload: beside('../preload/index.cjs'),
    url: APP_URL,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#111318' : '#ffffff',
  })
}

function startStudio() {
  const serviceArguments: ServiceArguments = {
    libraryPath: libraryArgument(process.argv.slice(1), process.cwd()),
    version: app.getVersion(),
  }
  const fork = (name: string, args: string[], stderr: 'inherit' | 'pipe') =>
    utilityProcess.fork(beside(`${name}.js`), args, {
      serviceName: `emotone ${name}`,
      stdio: ['ignore', 'inherit', stderr],
      allowLoadingUnsignedLibraries: true, // macOS: the database and TensorFlow are such
    })
  return keepStudio<MessagePortMain>({
    start: (onEnd) =>
      startStudioProcess({
        fork: () => fork('studio-service', [JSON.stringify(serviceArguments)], 'inherit'),
        forkTrainer: () => fork('trainer', [], 'pipe'),
        onOpened: (libraryPath) => (serviceArguments.libraryPath = libraryPath),
        onEnd,
      }),
    onRestarted: sayRestarted,
    onGivenUp: sayGivenUp,
  })
}

function sayRestarted({ code }: StudioEnd) {
  tellPages({ type: 'studioEnded' })
  void dialog.showMessageBox({
    type: 'warning',
    title: 'Emotone',
    message: 'The studio ended unexpectedly and was started again.',
    detail: `Labels are safe. Runs in progress are marked as interrupted and can be resumed. (Exit code ${code})`,
  })
}

function sayGivenUp({ code, reason }: StudioEnd) {
  tellPages({ type: 'studioEnded' })
  const detail =
    reason ?? `It ended unexpectedly twice, the last time with exit code ${code}. Labels are safe.`
  const message = reason === null ? 'The studio cannot go on.' : 'The studio cannot start.'
  void dialog
    .showMessageBox({ type: 'error', title: 'Emotone', message, detail, buttons: ['Quit'] })
    .then(() => app.quit())
}

function tellPages(notice: HostNotice) {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(HOST_CHANNEL, notice)
}

async function pickFolder(): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title: 'Choose a folder',
    properties: ['openDirectory', 'createDirectory'],
  })
  return canceled ? null : (filePaths[0] ?? null)
}

/** The app ends only after the studio process and its trainers have. */
function closeBeforeQuit(close: () => Promise<void>) {
  let state: 'open' | 'closing' | 'closed' = 'open'
  app.on('before-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    void close().then(() => {
      state = 'closed'
      app.quit()
    })
  })
}
