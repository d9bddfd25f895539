import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type CrmConfig, crmModel, type Model } from '@kith/core'
import { CommandError } from './command.ts'

/** The model of a module that exports `config` (or a default), or of the plain CRM. @throws CommandError */
export async function loadModel(file: string | undefined): Promise<Model> {
  if (file === undefined) return crmModel()
  const config = await exported(file)
  try {
    return crmModel({ objects: config.objects ?? [], fields: config.fields ?? {} })
  } catch (error) {
    throw new CommandError(`The configuration ${file} cannot be used. ${(error as Error).message}`)
  }
}

async function exported(file: string): Promise<Partial<CrmConfig>> {
  let module: { readonly config?: unknown; readonly default?: unknown }
  try {
    module = await import(pathToFileURL(resolve(file)).href)
  } catch (error) {
    throw new CommandError(`The configuration ${file} cannot be loaded: ${(error as Error).message}`)
  }
  const config = module.config ?? module.default
  if (typeof config !== 'object' || config === null)
    throw new CommandError(`${file} exports no configuration. Write: export const config = defineCrm({ … })`)
  return config
}
