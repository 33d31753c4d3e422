import type * as z from 'zod'

/** One crossing: what goes in, what comes out. Names a pair of schemas so that the types of both sides are inferred from it. */
export function call<Input extends z.ZodType, Output extends z.ZodType>(input: Input, output: Output) {
  return { input, output }
}
