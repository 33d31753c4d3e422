import { expect, it } from 'vitest'
import { calls, events } from '#shared/contract/contract.ts'

it('has these calls; a new one is a conscious change', () => {
  expect(Object.keys(calls).sort()).toMatchInlineSnapshot(`
    [
      "audit.start",
      "clips.facets",
      "clips.get",
      "clips.ids",
      "clips.page",
      "compare.runs",
      "engines.list",
      "experiments.launch",
      "experiments.preview",
      "findings.list",
      "findings.see",
      "folders.list",
      "jobs.cancel",
      "jobs.list",
      "labels.exclude",
      "labels.history",
      "labels.raters",
      "labels.redo",
      "labels.set",
      "labels.undo",
      "library.addFolders",
      "library.get",
      "library.open",
      "library.openDemo",
      "library.recent",
      "library.reindex",
      "library.roots",
      "predict.clips",
      "predict.files",
      "runs.cancel",
      "runs.delete",
      "runs.get",
      "runs.list",
      "runs.predictions",
      "runs.resume",
      "studio.snapshot",
      "triage.answer",
      "triage.note",
      "triage.open",
      "triage.takeBack",
    ]
  `)
})

it('has these events; a new one is a conscious change', () => {
  expect(Object.keys(events).sort()).toMatchInlineSnapshot(`
    [
      "clips.changed",
      "engines.changed",
      "jobs.changed",
      "labels.changed",
      "library.changed",
      "runs.changed",
      "runs.epochEnded",
      "runs.logged",
      "runs.removed",
    ]
  `)
})
