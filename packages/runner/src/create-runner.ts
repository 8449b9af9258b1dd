import { UserStrategies } from './isolation/user-strategies.ts'
import { checkDefaults } from './prepare.ts'
import { Runner } from './runner.ts'
import type { RunnerOptions } from './runner-options.ts'
import { readStrategies } from './strategies.ts'
import { digestStrategies } from './strategies-digest.ts'

/**
 * Starts a runner: imports the strategies, takes up what the store has queued, and passes on ends that were not passed on before.
 *
 * @throws RunnerError `invalid_strategies`, or `unknown_strategy` / `unknown_dataset` for defaults that do not exist
 */
export async function createRunner(options: RunnerOptions): Promise<Runner> {
  const strategies = await readStrategies(options.strategiesModule)
  const version = options.strategiesVersion ?? (await digestStrategies(options.strategiesModule))
  const users = options.userStrategies && (await UserStrategies.open(options.userStrategies, options.isolation))
  const runner = new Runner(options, strategies, version, users)
  checkDefaults(runner)
  await runner.start()
  return runner
}
