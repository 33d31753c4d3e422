#!/usr/bin/env node
// The one command: sees to Node, packages and the build, then starts the studio, runs the tests or prints an answer.
// Runs on any Node >= 18; what it imports before `ensureNode` must do so too.
import { startLean } from './setup/lean-memory.mjs'
import { ensureNode } from './setup/node.mjs'
import { fail } from './setup/say.mjs'

const args = process.argv.slice(2)

try {
  if (!(await ensureNode(args))) {
    startLean(args)
    const { ensurePackages } = await import('./setup/packages.mjs')
    await ensurePackages()
    if (args[0] === 'test') {
      const { runTests } = await import('./setup/test.mjs')
      process.exitCode = await runTests(args.slice(1))
    } else {
      const { ensureBuild } = await import('./setup/build.mjs')
      await ensureBuild({ isForced: args[0] === 'build' })
      if (args[0] === 'start') {
        const { start } = await import('./setup/start.mjs')
        process.exitCode = await start(args.slice(1))
      } else if (args[0] !== 'build') {
        const { main } = await import('../out/main/cli.js')
        process.exitCode = await main(args)
      }
    }
  }
} catch (error) {
  fail(error)
}
