import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const PLACES = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
]

/**
 * Lends the tests the Vulkan device that comes with Chromium, SwiftShader, which computes on the CPU: with it the webgpu engine is
 * tested on machines without a GPU. A GPU that is there comes before it. Where there is no Chromium yet, or not on Linux, nothing
 * is changed, and the engine's tests say why they were skipped. Vitest runs this once, before its workers.
 * @returns what takes it back
 */
export function setup(): (() => void) | undefined {
  if (process.platform !== 'linux' || process.env.VK_DRIVER_FILES || process.env.VK_ICD_FILENAMES) return
  const folder = chromiumFolders().find((place) => existsSync(join(place, 'vk_swiftshader_icd.json')))
  if (!folder) return
  process.env.VK_ADD_DRIVER_FILES = join(folder, 'vk_swiftshader_icd.json')
  // Chromium's loader alone, not all the libraries beside it
  const loaderFolder = mkdtempSync(join(tmpdir(), 'emotone-vulkan-'))
  symlinkSync(join(folder, 'libvulkan.so.1'), join(loaderFolder, 'libvulkan.so.1'))
  process.env.LD_LIBRARY_PATH = [loaderFolder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':')
  return () => rmSync(loaderFolder, { recursive: true })
}

function chromiumFolders(): string[] {
  const named = process.env.EMOTONE_CHROMIUM
  return named && existsSync(named) ? [dirname(realpathSync(named)), ...PLACES] : PLACES
}
