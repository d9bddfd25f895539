import type { Command } from '../command.ts'
import { backupCommand } from './backup.ts'
import { doctorCommand } from './doctor.ts'
import { erasuresCommand } from './erasures.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { restoreCommand } from './restore.ts'
import { schemaCommand } from './schema.ts'

/** In the order of the help. */
export const COMMANDS: readonly Command[] = [
  exportCommand,
  importCommand,
  backupCommand,
  restoreCommand,
  erasuresCommand,
  schemaCommand,
  doctorCommand,
]
