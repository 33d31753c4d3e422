import * as z from 'zod'

/** In which forms labels leave the library and come in. */
export const labelFormat = z.enum(['csv', 'json', 'audformat', 'audacity'])
export type LabelFormat = z.infer<typeof labelFormat>
