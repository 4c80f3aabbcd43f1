import type { Command } from './command.ts'
import { backupCommand } from './commands/backup.ts'
import { doctorCommand } from './commands/doctor.ts'
import { importCommand } from './commands/import.ts'
import { migrateCommand } from './commands/migrate.ts'
import { resolveCommand } from './commands/resolve.ts'
import { restoreCommand } from './commands/restore.ts'
import { roleCommand } from './commands/role.ts'
import { serveCommand } from './commands/serve.ts'
import { trustCommand } from './commands/trust.ts'

export const commands: Readonly<Record<string, Command>> = {
  serve: serveCommand,
  import: importCommand,
  resolve: resolveCommand,
  migrate: migrateCommand,
  backup: backupCommand,
  restore: restoreCommand,
  doctor: doctorCommand,
  role: roleCommand,
  trust: trustCommand,
}

export function findCommand(name: string): Command | undefined {
  return Object.hasOwn(commands, name) ? commands[name] : undefined
}
