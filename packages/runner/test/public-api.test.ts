import { expect, it } from 'vitest'
import * as api from '../src/index.ts'

it('exports these names and no others', () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "DEFAULT_CLIENT",
      "DEFAULT_STORE_LIMITS",
      "JOB_PRIORITIES",
      "JOB_STATUSES",
      "RunnerError",
      "WAITING_REASONS",
      "addDataset",
      "createRunner",
      "datasetManifestSchema",
      "isFinal",
      "isRunnerError",
      "openDatasetLibrary",
      "openSqliteJobStore",
      "readDatasetFolder",
      "readStrategies",
      "requestDigest",
      "runLimitsSchema",
      "runRequestSchema",
      "toFieldErrors",
    ]
  `)
})
