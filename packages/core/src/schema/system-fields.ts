import type { FieldMap } from './types.ts'

/**
 * What every record has. `access` holds the materialised keys that decide who may reach the record and compares by bytes
 * (ids may differ in case only); `externalIds` is a list of `{ system, id }`.
 *
 * @param object Name of the object that the record is of: what `id` and `mergedInto` point to.
 */
export function systemFields(object: string): FieldMap {
  return {
    id: { type: 'relation', to: object, readOnly: true, label: { en: 'Id', nb: 'Id' } },
    version: { type: 'number', integer: true, readOnly: true, label: { en: 'Version', nb: 'Versjon' } },
    createdAt: { type: 'dateTime', indexed: true, readOnly: true, label: { en: 'Created', nb: 'Opprettet' } },
    createdBy: { type: 'text', readOnly: true, searchable: false, label: { en: 'Created by', nb: 'Opprettet av' } },
    updatedAt: { type: 'dateTime', indexed: true, readOnly: true, label: { en: 'Changed', nb: 'Endret' } },
    updatedBy: { type: 'text', readOnly: true, searchable: false, label: { en: 'Changed by', nb: 'Endret av' } },
    deletedAt: { type: 'dateTime', indexed: true, readOnly: true, label: { en: 'Deleted', nb: 'Slettet' } },
    ownerId: { type: 'relation', to: 'user', readOnly: true, label: { en: 'Owner', nb: 'Ansvarlig' } },
    teamId: { type: 'relation', to: 'team', readOnly: true, label: { en: 'Team', nb: 'Team' } },
    access: { type: 'multiSelect', readOnly: true, label: { en: 'Access', nb: 'Tilgang' } },
    externalIds: { type: 'json', readOnly: true, label: { en: 'External ids', nb: 'Eksterne id-er' } },
    mergedInto: { type: 'relation', to: object, readOnly: true, label: { en: 'Merged into', nb: 'Slått sammen med' } },
  }
}

/** Ids of the system fields, in order. */
export const SYSTEM_FIELD_IDS: readonly string[] = Object.keys(systemFields(''))

/** Whether an id is that of a system field. */
export function isSystemField(id: string): boolean {
  return SYSTEM_FIELD_IDS.includes(id)
}
