import { createSimulator, type Simulator } from '@tezgah/simulator'
import { CommandFailure } from '../../exit.ts'
import { withInterrupt } from '../../interrupt.ts'
import type { CliIo } from '../../io.ts'
import { Activity, countsText } from './activity.ts'
import { banner, startLine } from './banner.ts'
import type { SimulatorFlags } from './flags.ts'
import { planSimulator, type SimulatorPlan } from './plan.ts'

/**
 * `tezgah simulator`: until it is interrupted.
 *
 * @throws UsageError for wrong flags
 * @throws CommandFailure where a port cannot be used
 */
export async function runSimulator(io: CliIo, flags: SimulatorFlags): Promise<void> {
  const plan = planSimulator(io.cwd, flags)
  await withInterrupt(io, async (interrupted) => {
    const simulator = await start(plan, flags)
    const activity = new Activity(simulator, plan.account.publicKey, flags.log ? io.stderr : null)
    await io.stdout.write(flags.json ? startLine(simulator, plan, flags.seed) : banner(simulator, plan, flags))
    await interrupted
    await simulator.close()
    const { counts } = activity
    await io.stdout.write(flags.json ? `${JSON.stringify(counts)}\n` : countsText(counts))
  })
}

async function start({ options }: SimulatorPlan, flags: SimulatorFlags): Promise<Simulator> {
  try {
    return await createSimulator(options)
  } catch (error) {
    const { code, port } = error as NodeJS.ErrnoException & { readonly port?: number }
    const ports = { '--rest-port': flags.restPort, '--graph-port': flags.graphPort, '--ws-port': flags.wsPort }
    const [flag] = Object.entries(ports).find(([, asked]) => asked === port) ?? []
    if (flag === undefined || (code !== 'EADDRINUSE' && code !== 'EACCES')) throw error
    const reason = code === 'EACCES' ? 'needs more permissions' : 'is already in use'
    throw new CommandFailure(`${flag}: port ${port} of 127.0.0.1 ${reason}; give another, or 0 for a free one`, {
      cause: error,
    })
  }
}
