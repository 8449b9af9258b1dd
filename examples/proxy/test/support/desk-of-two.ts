import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { type Executor, type RunningService, startExecutor, startProxy } from './services.ts'

const CLI = path.join(import.meta.dirname, '../../../../packages/cli/src/main.ts')

/** Real services with real operators: whoever is named signs in with the password of the test. */
export type DeskOfTwo = {
  readonly executor: Executor
  readonly proxy: RunningService
  readonly close: () => Promise<void>
}

/** @param roles - by operator, what `tezgah operator add` gives it */
export async function openDeskOfTwo(
  token: string,
  password: string,
  roles: Readonly<Record<string, string>>,
): Promise<DeskOfTwo> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-two-'))
  const file = path.join(folder, 'operators.json')
  for (const [id, role] of Object.entries(roles)) {
    const flags = ['operator', 'add', id, '--role', role, '--password-stdin', '--file', file]
    execFileSync(process.execPath, ['--conditions=@tezgah/source', CLI, ...flags], {
      input: `${password}\n`,
      stdio: ['pipe', 'ignore', 'pipe'],
    })
  }
  const executor = await startExecutor(token, { operatorsFile: file })
  const proxy = await startProxy(token, executor.url, { OPERATORS_FILE: file })
  return {
    executor,
    proxy,
    close: async () => {
      await proxy.close()
      await executor.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Through the menu, as a person does. */
export async function signIn(page: Page, operator: string, password: string): Promise<void> {
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('button', { name: 'Sign in as a person' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in' })
  await dialog.getByLabel('Operator').fill(operator)
  await dialog.getByLabel('Password').fill(password)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: `Account and settings: ${operator}` }).waitFor()
}
