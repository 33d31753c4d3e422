import { resolve } from 'node:path'
import { defineConfig } from 'electron-vite'
import vue from '@vitejs/plugin-vue'

const at = (path: string) => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rollupOptions: {
        input: {
          index: at('src-main/hosts/electron/index.ts'),
          'studio-service': at('src-main/hosts/electron/studio-service.ts'),
          server: at('src-main/hosts/server/index.ts'),
          cli: at('src-main/hosts/cli/index.ts'),
          trainer: at('src-main/workers/trainer.ts'),
          'adapter-probe': at('src-main/workers/adapter-probe.ts'),
          'index-thread': at('src-main/workers/index-thread.ts'),
          'index-worker': at('src-main/workers/index-worker.ts'),
          'feature-worker': at('src-main/workers/feature-worker.ts'),
          'label-worker': at('src-main/workers/label-worker.ts'),
          'audit-worker': at('src-main/workers/audit-worker.ts'),
          'export-worker': at('src-main/workers/export-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { index: at('src-preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    plugins: [vue()],
    build: {
      outDir: at('out/renderer'),
      rollupOptions: { input: { index: at('src-renderer/index.html') } },
    },
  },
})
