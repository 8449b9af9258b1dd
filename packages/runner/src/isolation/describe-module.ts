import { RunnerError } from '../errors.ts'
import type { UserStrategy } from '../strategies.ts'
import { describedParams } from './described-params.ts'
import { runProcess } from './isolated-process.ts'
import { type Launcher, launch } from './launcher.ts'
import { type Described, frameLimits } from './messages.ts'
import { whyNot } from './process-answer.ts'
import { placeOf, requestFor } from './task-request.ts'
import { codeSha256, type UserModule } from './user-modules.ts'

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
