import type { SharedCandles } from '../datasets/shared-candles.ts'
import { invalidStrategies } from '../errors.ts'
import type { JobSpec } from '../jobs/job.ts'
import type { AttemptOptions } from '../run/run-backtest.ts'
import type { UserStrategy } from '../strategies/load-strategies.ts'
import { createLauncher, type IsolationOptions, type Launcher, launch } from './command.ts'
import { failureReason, type IsolatedAnswer, toAnswer } from './isolated-answer.ts'
import { type Described, encodeTask, frameLimits, taskOf } from './messages.ts'
import { describedParams } from './param-schema.ts'
import { runProcess } from './supervisor.ts'
import { codeSha256, findUserModules, type UserModule, type UserStrategySource } from './user-modules.ts'

export type IsolatedRun = {
  readonly strategy: UserStrategy
  readonly spec: JobSpec
  readonly candles: readonly SharedCandles[]
  readonly detail: readonly SharedCandles[]
  readonly maxResultBytes: number
}

/** The strategies of untrusted modules. Their code never runs in this process. */
export class UserStrategies {
  /** By name. */
  readonly strategies: ReadonlyMap<string, UserStrategy>
  readonly #modules: ReadonlyMap<string, UserModule>
  readonly #launcher: Launcher

  private constructor(found: readonly FoundStrategy[], launcher: Launcher) {
    this.strategies = new Map(found.map(({ strategy }) => [strategy.name, strategy]))
    this.#modules = new Map(found.map(({ strategy, module }) => [strategy.name, module]))
    this.#launcher = launcher
  }

  /**
   * Finds the modules and lets a process of its own describe each.
   *
   * @throws RunnerError `invalid_strategies` when one cannot be imported, a name occurs twice, or this system cannot limit their processes
   */
  static async open(
    source: UserStrategySource,
    options: IsolationOptions = {},
    guardModule: string | null = null,
  ): Promise<UserStrategies> {
    const launcher = await createLauncher(options, guardModule)
    const found: FoundStrategy[] = []
    for (const module of await findUserModules(source)) found.push(...(await describeModule(module, launcher)))
    const names = found.map(({ strategy }) => strategy.name)
    const twice = names.find((name, index) => names.indexOf(name) !== index)
    if (twice !== undefined)
      throw invalidStrategies('userStrategies:', `two strategies have the name "${twice}"; rename one`)
    return new UserStrategies(found, launcher)
  }

  /** True where the operating system separates these processes from the network and from other processes. */
  get hasNamespaces(): boolean {
    return this.#launcher.wrapper.hasNamespaces
  }

  /** One run in a process of its own. Settles when that process has ended; never throws for what a strategy does. */
  async run(input: IsolatedRun, options: AttemptOptions): Promise<IsolatedAnswer> {
    const { candles, detail, maxResultBytes, spec, strategy } = input
    const module = this.#modules.get(strategy.name)
    if (module === undefined) throw new TypeError(`no module for the strategy "${strategy.name}"`)
    const refusal = await checkCode(module, spec)
    if (refusal !== null) return refusal
    const task = taskOf(module, {
      type: 'run',
      spec,
      candles,
      detail,
      maxResultBytes,
      guardModule: this.#launcher.guardModule,
    })
    const end = await runProcess({
      ...options,
      ...launch(module, this.#launcher),
      request: encodeTask(task, [...candles, ...detail]),
      limits: frameLimits(maxResultBytes),
    })
    return toAnswer(end, this.#launcher.memoryMb)
  }
}

/** Refuses code that has changed since the job was accepted: it is not the code of the job's address. */
async function checkCode(module: UserModule, { strategy, strategiesVersion }: JobSpec) {
  const found = await codeSha256(module).catch(() => null)
  if (found === strategiesVersion) return null
  const message = `the code of strategy "${strategy}" has changed since the job was accepted`
  return { type: 'refused', error: { code: 'unknown_strategy', message, field: 'strategy' } } as const
}

export type FoundStrategy = { readonly strategy: UserStrategy; readonly module: UserModule }

/**
 * Lets a process of its own describe what a module exports.
 *
 * @throws RunnerError `invalid_strategies` where it cannot be imported, or its description is invalid
 */
export async function describeModule(module: UserModule, launcher: Launcher): Promise<readonly FoundStrategy[]> {
  const sha256 = await codeSha256(module)
  const end = await runProcess({
    ...launch(module, launcher),
    request: encodeTask(taskOf(module, { type: 'describe' }), []),
    limits: frameLimits(0),
    timeoutMs: launcher.describeMs,
  })
  if (end.type !== 'replied' || end.message.type !== 'described')
    throw invalidStrategies(`${module.file}:`, failureReason(end, launcher.memoryMb))
  return end.message.strategies.map((described) => ({ module, strategy: unrunnable(described, module, sha256) }))
}

function unrunnable({ name, description, params }: Described, module: UserModule, sha256: string): UserStrategy {
  try {
    return {
      name,
      description: description ?? '',
      params: describedParams(params),
      setup: () => ({ onCandle() {} }),
      module: module.file,
      codeSha256: sha256,
    }
  } catch (cause) {
    throw invalidStrategies(`${module.file}:`, `the parameters of strategy "${name}" are not valid JSON Schema`, cause)
  }
}
