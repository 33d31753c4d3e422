// `npm test`: everything that shows that the studio works, closed by one line of counts.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ensureBuild } from './build.mjs'
import { ensureChromium, ensureVirtualDisplay } from './chromium.mjs'
import { ROOT } from './places.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'
import { tryTensorflow } from './tensorflow.mjs'

const inModules = (place) => path.join(ROOT, 'node_modules', place)
const CHECKS = [
  ['types of the studio', inModules('typescript/bin/tsc'), ['-p', 'tsconfig.json']],
  ['types of the interface', inModules('vue-tsc/bin/vue-tsc.js'), ['-p', 'tsconfig.renderer.json']],
  ['lint', inModules('eslint/bin/eslint.js'), ['.']],
  ['format', inModules('prettier/bin/prettier.cjs'), ['--check', '--log-level', 'warn', '.']],
  ['unused code', inModules('knip/bin/knip.js'), []],
]

/**
 * @param {string[]} args handed to vitest; with any, only vitest runs
 * @returns {Promise<number>} exit code
 */
export async function runTests(args) {
  const chromium = await ensureChromium()
  await ensureVirtualDisplay()
  await ensureBuild()
  await tryTensorflow()
  const counts = { passed: 0, failed: 0, skipped: 0 }
  if (args.length === 0) {
    for (const check of CHECKS) counts[(await holds(...check)) ? 'passed' : 'failed']++
  }
  add(counts, await runVitest(args, { ...process.env, EMOTONE_CHROMIUM: chromium ?? '' }))
  process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`)
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1
}

async function holds(name, program, args) {
  const { code, output } = await run(process.execPath, [program, ...args], { cwd: ROOT, isQuiet: true })
  say(code === 0 ? `✓ ${name}` : `✗ ${name}\n${output.trim()}`)
  return code === 0
}

async function runVitest(args, env) {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'emotone-test-'))
  try {
    const file = path.join(scratch, 'results.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const vitest = inModules('vitest/vitest.mjs')
    const { code } = await run(process.execPath, [vitest, 'run', ...reporters, ...args], { cwd: ROOT, env })
    return countsOf(JSON.parse(readFileSync(file, 'utf8')), code)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** A file that cannot even be loaded holds no test that failed, yet it failed. */
function countsOf(results, code) {
  const broken = results.testResults.filter(
    (one) => one.status === 'failed' && one.assertionResults.length === 0,
  )
  const failed = results.numFailedTests + broken.length
  return {
    passed: results.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: results.numPendingTests + results.numTodoTests,
  }
}

function add(counts, more) {
  for (const name of Object.keys(counts)) counts[name] += more[name]
}
