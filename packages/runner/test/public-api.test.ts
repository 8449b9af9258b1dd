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
      "addDataset",
      "canonicalJson",
      "createRunner",
      "datasetManifestSchema",
      "describe",
      "isFinal",
      "isRunnerError",
      "openDatasetLibrary",
      "openSqliteJobStore",
      "readDatasetFolder",
      "readStrategies",
      "runLimitsSchema",
      "runRequestSchema",
      "sha256Hex",
      "toFieldErrors",
    ]
  `)
})
