import type { SharedCandles } from '../datasets/shared-candles.ts'
import { RunnerError } from '../errors.ts'
import type { JobSpec } from '../jobs/job.ts'
import type { AttemptOptions } from '../run/run-backtest.ts'
import type { UserStrategy } from '../strategies/load-strategies.ts'
import { createLauncher, type IsolationOptions, type Launcher, launch } from './command.ts'
import { type IsolatedAnswer, toAnswer, whyNot } from './isolated-answer.ts'
import { type Described, frameLimits, headOf, placeOf, requestFor, type Task } from './messages.ts'
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

/** The strategies of modules that nobody has to trust. Their code never runs in this process. */
export class UserStrategies {
  /** By name. */
  readonly strategies: ReadonlyMap<string, UserStrategy>
  readonly #modules: ReadonlyMap<string, UserModule>
  readonly #launcher: Launcher

  private constructor(found: readonly Found[], launcher: Launcher) {
    this.strategies = new Map(found.map(({ strategy }) => [strategy.name, strategy]))
    this.#modules = new Map(found.map(({ strategy, module }) => [strategy.name, module]))
    this.#launcher = launcher
  }

  /**
   * Finds the modules and has each described, by a process of its own.
   *
   * @throws RunnerError `invalid_strategies` when one cannot be imported, a name occurs twice, or this system cannot bound them
   */
  static async open(source: UserStrategySource, options: IsolationOptions = {}): Promise<UserStrategies> {
    const launcher = await createLauncher(options)
    const found: Found[] = []
    for (const module of await findUserModules(source)) found.push(...(await describeModule(module, launcher)))
    const names = found.map(({ strategy }) => strategy.name)
    const twice = names.find((name, index) => names.indexOf(name) !== index)
    if (twice !== undefined) throw new RunnerError('invalid_strategies', `userStrategies name "${twice}" twice`)
    return new UserStrategies(found, launcher)
  }

  /** True where the operating system keeps these processes from the network and from other processes. */
  get hasNamespaces(): boolean {
    return this.#launcher.wrapper.hasNamespaces
  }

  /** One run in a process of its own. Settles when that process is gone; never throws for what a strategy does. */
  async run(input: IsolatedRun, options: AttemptOptions): Promise<IsolatedAnswer> {
    const { candles, detail, maxResultBytes, spec, strategy } = input
    const module = this.#modules.get(strategy.name)
    if (module === undefined) throw new TypeError(`no module for the strategy "${strategy.name}"`)
    const refusal = await checkCode(module, spec)
    if (refusal !== null) return refusal
    const heads = { candles: candles.map(headOf), detail: detail.map(headOf) }
    const task: Task = { ...placeOf(module), type: 'run', spec, ...heads, maxResultBytes }
    const end = await runProcess({
      ...options,
      ...launch(module, this.#launcher),
      request: requestFor(task, [...candles, ...detail]),
      limits: frameLimits(maxResultBytes),
    })
    return toAnswer(end, this.#launcher.memoryMb)
  }
}

/** Code that is not the code of the job's address is not run. */
async function checkCode(module: UserModule, { strategy, strategiesVersion }: JobSpec) {
  const found = await codeSha256(module).catch(() => null)
  if (found === strategiesVersion) return null
  const message = `the code of strategy "${strategy}" is not what it was when the job was accepted`
  return { type: 'refused', error: { code: 'unknown_strategy', message, field: 'strategy' } } as const
}

export type Found = { readonly strategy: UserStrategy; readonly module: UserModule }

/**
 * What a module exports, as a process of its own says.
 *
 * @throws RunnerError `invalid_strategies` where it cannot be imported, or describes what cannot be
 */
export async function describeModule(module: UserModule, launcher: Launcher): Promise<readonly Found[]> {
  const sha256 = await codeSha256(module)
  const end = await runProcess({
    ...launch(module, launcher),
    request: requestFor({ ...placeOf(module), type: 'describe' }, []),
    limits: frameLimits(0),
    timeoutMs: launcher.describeMs,
  })
  if (end.type !== 'said' || end.message.type !== 'described')
    throw new RunnerError('invalid_strategies', `${module.file} ${whyNot(end, launcher.memoryMb)}`)
  return end.message.strategies.map((described) => ({ module, strategy: standIn(described, module, sha256) }))
}

function standIn({ name, description, params }: Described, module: UserModule, sha256: string): UserStrategy {
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
    throw new RunnerError('invalid_strategies', `${module.file} describes the parameters of "${name}" wrongly`, {
      cause,
    })
  }
}
