import { spawnSync } from 'node:child_process'

/** Where Debian puts what only root usually starts. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`

/** Runs a program to its end and gives what it said on both outputs. */
export function run(
  program: string,
  args: readonly string[],
): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, PATH },
  })
  return { status, output: error === undefined ? `${stdout}${stderr}` : error.message }
}

/** Whether a program can be started here. Says on the console which tests are left out when it cannot. */
export function isInstalled(program: string, versionFlag: string, whatIsLeftOut: string): boolean {
  const { error } = spawnSync(program, [versionFlag], { stdio: 'ignore', env: { ...process.env, PATH } })
  if (error === undefined) return true
  console.warn(`left out, because ${program} is not installed: ${whatIsLeftOut}`)
  return false
}
