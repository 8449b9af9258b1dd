export { type AppDeps, buildApp } from './app.ts'
export { type ExecutorProcess, type SpawnExecutorOptions, spawnExecutor } from './spawn.ts'
