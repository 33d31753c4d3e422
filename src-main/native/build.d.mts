/** The compiled kernels as the text of kernels.generated.ts. */
export function generatedKernels(): Promise<string>
