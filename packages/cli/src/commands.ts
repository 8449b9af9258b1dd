import type { Command } from 'commander'
import type { CliIo } from './io.ts'

/** A command whose module is loaded when it is asked for. */
export type CommandEntry = {
  readonly name: string
  readonly summary: string
  /** The module whose `configure` adds flags, subcommands and the action. */
  readonly load: () => Promise<{ readonly configure: (command: Command, io: CliIo) => void }>
}

/** All commands, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'backtest',
    summary: 'run a strategy over candles',
    load: () => import('./commands/backtest/command.ts'),
  },
  {
    name: 'candles',
    summary: 'candles of the exchange',
    load: () => import('./commands/candles/command.ts'),
  },
  {
    name: 'presets',
    summary: "list the presets: other systems' rules as the defaults of the settings",
    load: () => import('./commands/presets.ts'),
  },
  {
    name: 'strategies',
    summary: 'list the strategies that can be named, with their parameters',
    load: () => import('./commands/strategies.ts'),
  },
  {
    name: 'audit',
    summary: 'verify an audit log, read it, prove a record, witness it',
    load: () => import('./commands/audit/command.ts'),
  },
  {
    name: 'guardrails',
    summary: 'check policies for orders, and explain them',
    load: () => import('./commands/guardrails/command.ts'),
  },
  {
    name: 'simulator',
    summary: 'run a simulated BTCTurk on this machine, with everything that can go wrong',
    load: () => import('./commands/simulator/command.ts'),
  },
  {
    name: 'operator',
    summary: 'people who sign in at the proxy, with roles: of a password only a digest is kept',
    load: () => import('./commands/operators/operator.ts'),
  },
  {
    name: 'token',
    summary: 'tokens of the operators of executor-lite: of each only a digest is kept',
    load: () => import('./commands/operators/token.ts'),
  },
  {
    name: 'worker',
    summary: 'run the jobs of a PostgreSQL database that API nodes and other workers share',
    load: () => import('./commands/worker/command.ts'),
  },
]
