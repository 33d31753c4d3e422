import * as z from 'zod'
import { ERROR_CODES } from '../errors.ts'

const frameId = z.number().int().nonnegative()

/** What a client may say. */
export const clientFrame = z.strictObject({
  kind: z.literal('call'),
  id: frameId,
  name: z.string().max(100),
  input: z.unknown(),
})
export type ClientFrame = z.infer<typeof clientFrame>

/** What the studio may say. Results and errors carry the id of their call. */
export const studioFrame = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('result'), id: frameId, output: z.unknown() }),
  z.strictObject({ kind: z.literal('error'), id: frameId, code: z.enum(ERROR_CODES), message: z.string() }),
  z.strictObject({ kind: z.literal('event'), name: z.string(), data: z.unknown() }),
])
export type StudioFrame = z.infer<typeof studioFrame>

/** @returns the frame in a text, or undefined where it holds none. */
export function readFrame<Frame extends z.ZodType>(schema: Frame, text: string): z.output<Frame> | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined // no JSON: as good as a frame of the wrong shape
  }
  const result = schema.safeParse(value)
  return result.success ? result.data : undefined
}
