import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const root = import.meta.dirname

// Every Node process that a test starts finds its modules compiled already.
process.env['NODE_COMPILE_CACHE'] ??= path.join(root, 'node_modules/.cache/node')
// One seed for every property and campaign, so that two runs of one commit test the same.
process.env['TEZGAH_SEED'] ??= '20261124'

// Tests follow the sources of sibling packages, so none of them needs a build.
const conditions = ['@tezgah/source', 'module', 'development|production']

const folders = ['packages', 'examples'].flatMap((room) =>
  readdirSync(path.join(root, room)).map((name) => `${room}/${name}`),
)

/** Their tests start processes and servers or replace globals, so each of their files has a worker of its own. */
const ISOLATED = new Set([
  'packages/cli',
  'packages/runner',
  'examples/executor-lite',
  'examples/proxy',
  'examples/start',
])
const isolate = (folder: string): boolean => ISOLATED.has(folder) || process.env['TEZGAH_ISOLATE'] === 'true'

const projects = [...folders, 'docs']
  .filter((folder) => existsSync(path.join(root, folder, 'test')))
  .map((folder) => ({
    extends: true as const,
    test: {
      name: folder,
      root: `./${folder}`,
      include: ['test/**/*.test.{ts,tsx}'],
      isolate: isolate(folder),
      setupFiles: [path.join(root, 'examples/testkit/vitest/seed.ts')],
    },
  }))

/** Names of files that take longest: they wait for processes, browsers and databases. */
const SLOW = /crash|browser|postgres|process|hostile|worker|runner\.test|same-fills|start\.test/

/** Starts what takes longest first, so that no worker is left alone with it at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isSlow = (file: TestSpecification): boolean => SLOW.test(path.relative(root, file.moduleId))
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))]
  }
}

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions: ['node', ...conditions] } },
  test: {
    projects,
    // No test measures time, so a limit is there for what hangs and not for a machine that has much else to do.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Many tests wait for processes, so one worker more than there are cores keeps all cores busy.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    globalSetup: [path.join(root, 'examples/testkit/vitest/browser.ts')],
    coverage: { provider: 'v8', include: ['packages/*/src/**', 'examples/*/src/**'] },
  },
})
