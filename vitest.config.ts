import { defineConfig } from 'vitest/config'
import vue from '@vitejs/plugin-vue'

const project = (name: string, timeoutSeconds: number) => ({
  extends: true as const,
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    testTimeout: timeoutSeconds * 1000,
    hookTimeout: 120_000,
    // what is waited for may take its time on a busy machine; only what never comes is a failure
    expect: { poll: { timeout: 20_000 } },
  },
})

export default defineConfig({
  plugins: [vue()],
  test: {
    globalSetup: ['tests/software-vulkan.ts'],
    pool: 'forks',
    maxWorkers: 2,
    projects: [project('unit', 120), project('contract', 60), project('golden', 60), project('app', 300)],
  },
})
