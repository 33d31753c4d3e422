import { createRequire } from 'node:module'
import * as z from 'zod'
import { messageOf } from '#shared/errors.ts'

// not called `require`: the bundler declares one of that name
const requirePackage = createRequire(import.meta.url)

/** WebGPU's objects as far as they are used here; Dawn's package brings them to Node. */
export interface Gpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<GpuAdapter | null>
}

export interface GpuAdapter {
  info: {
    vendor: string
    architecture: string
    device: string
    description: string
    /** True: the CPU computes in place of a GPU. */
    isFallbackAdapter: boolean
  }
  limits: Record<GpuLimit, number>
  requestDevice(options: { requiredLimits: Partial<Record<GpuLimit, number>> }): Promise<GpuDevice>
}

export interface GpuDevice {
  lost: Promise<{ reason: string; message: string }>
  addEventListener(type: 'uncapturederror', listener: (event: GpuErrorEvent) => void): void
  destroy(): void
}

export interface GpuErrorEvent {
  error: GpuError
  /** Otherwise Dawn writes the error to stderr, too. */
  preventDefault(): void
}

/** Its class says what it is: GPUOutOfMemoryError, GPUValidationError, GPUInternalError. */
export interface GpuError {
  message: string
}

/** Limits that are asked for as high as the adapter goes: the common ones allow buffers of 128 MB. */
export const WANTED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const
export type GpuLimit = (typeof WANTED_LIMITS)[number]

interface Dawn {
  create(options: string[]): Gpu
  /** The classes and constants that a browser has on its window. */
  globals: Record<string, unknown>
}

/**
 * Loads Dawn into this process: for the trainer and for the process that looks for adapters, never for the studio.
 * @throws where the package has no build for this machine
 */
export function loadDawn(): Dawn {
  return requirePackage('webgpu') as Dawn
}

/** The adapter that Dawn takes for the fastest; null where it finds none. */
export function requestAdapter(gpu: Gpu): Promise<GpuAdapter | null> {
  return gpu.requestAdapter({ powerPreference: 'high-performance' })
}

/** Such as `nvidia-geforce-rtx-3060 (NVIDIA: 535.104.05)`, out of what the driver tells. */
export function adapterName({ info }: Pick<GpuAdapter, 'info'>): string {
  const device = info.device.replace(/-+$/, '')
  const kind = device || [info.vendor, info.architecture].filter(Boolean).join(' ') || 'unnamed adapter'
  return info.description ? `${kind} (${info.description})` : kind
}

/** What the studio wants to know of an adapter without loading Dawn itself. */
export const adapterAnswer = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('adapter'), name: z.string(), isSoftware: z.boolean() }),
  z.strictObject({ type: z.literal('none'), reason: z.string() }),
])
export type AdapterAnswer = z.infer<typeof adapterAnswer>

/** Loads Dawn and asks it for an adapter. */
export async function describeAdapter(): Promise<AdapterAnswer> {
  try {
    const adapter = await requestAdapter(loadDawn().create([]))
    if (!adapter) return { type: 'none', reason: 'no graphics adapter was found' }
    return { type: 'adapter', name: adapterName(adapter), isSoftware: adapter.info.isFallbackAdapter }
  } catch (error) {
    return { type: 'none', reason: messageOf(error) }
  }
}
