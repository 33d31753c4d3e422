declare module '@echogarden/pffft-wasm/simd' {
  /** Addresses and handles are bytes in the module's memory. */
  export interface PffftModule {
    _pffft_new_setup(size: number, kind: number): number
    _pffft_transform_ordered(
      setup: number,
      inputAt: number,
      outputAt: number,
      workAt: number,
      direction: number,
    ): void
    /** 0 when there is no memory left. */
    _pffft_aligned_malloc(byteCount: number): number
    _pffft_aligned_free(at: number): void
  }
  function makePffft(options: {
    instantiateWasm(
      imports: Record<string, Record<string, unknown>>,
      receive: (instance: WebAssembly.Instance) => Record<string, unknown>,
    ): Record<string, unknown>
  }): Promise<PffftModule>
  export { makePffft as default }
}
