import { html, type TemplateResult } from '../../base/index.ts'
import { framed, type PartView } from './frame.ts'
import { optionsOf } from './view.ts'

type Recipient = string | { readonly user?: string; readonly team?: string }

/** Who is told: the owner and the manager to tick, others to add. */
export function peopleControl(one: PartView): TemplateResult {
  const { view, id, value, set } = one
  const { texts } = view
  const all = (Array.isArray(value) ? value : []) as readonly Recipient[]
  const users = optionsOf(view, 'users')
  const teams = optionsOf(view, 'teams')
  const nameOf = (who: Recipient) => {
    if (typeof who === 'string') return who
    if (who.user !== undefined) return users.find((user) => user.id === who.user)?.label ?? who.user
    return texts.teamOf(teams.find((team) => team.id === who.team)?.label ?? String(who.team))
  }
  const tick = (who: string) => html`<label class="check">
    <input type="checkbox" .checked=${all.includes(who)} @change=${({ target }: Event) =>
      set((target as HTMLInputElement).checked ? [...all, who] : all.filter((other) => other !== who))} />
    <span>${who === 'owner' ? texts.owner : texts.manager}</span>
  </label>`
  const add = ({ target }: Event) => {
    const box = target as HTMLSelectElement
    const [kind = '', ...rest] = box.value.split(':')
    box.value = ''
    if (kind) set([...all, { [kind]: rest.join(':') }])
  }
  const free = (kind: 'user' | 'team', who: string) =>
    !all.some((other) => typeof other === 'object' && other[kind] === who)
  return framed(
    one,
    html`<div class="people" role="group" aria-label=${one.label}>
      ${tick('owner')} ${tick('manager')}
      ${all
        .filter((who) => typeof who === 'object')
        .map(
          (who) => html`<span class="chip on">${nameOf(who)}
            <button type="button" class="quiet x" aria-label=${texts.remove(nameOf(who))} @click=${() => set(all.filter((other) => other !== who))}>×</button></span>`,
        )}
      <select id=${id} @change=${add}>
        <option value="">${texts.addPerson}</option>
        ${teams.filter((team) => free('team', team.id)).map((team) => html`<option value="team:${team.id}">${texts.teamOf(team.label)}</option>`)}
        ${users.filter((user) => free('user', user.id)).map((user) => html`<option value="user:${user.id}">${user.label}</option>`)}
      </select>
    </div>`,
    true,
  )
}
