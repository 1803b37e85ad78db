// What stands beside the tables: what could not be read or put in, what is objected to, and who quotes a cell.

class Aside {
  constructor(sheet) {
    this.sheet = sheet
    this.verdict = node('p', { class: 'verdict', role: 'status' })
    this.parts = Object.fromEntries(['cited', 'refused', 'unread', 'objections', 'rest'].map(name => [name, node('div', { class: name })]))
    this.box = node('aside', { 'aria-label': '勾稽关系核对' }, this.verdict, ...Object.values(this.parts))
    this.drawn = {}
  }

  // A part is made anew only where what it says has changed, so that nothing under somebody's pointer or focus goes away.
  part(name, told, make) {
    const words = JSON.stringify(told)
    if (this.drawn[name] === words) return
    this.drawn[name] = words
    const active = this.parts[name].contains(this.sheet.active()) ? this.sheet.active().dataset.id : ''
    put(this.parts[name], ...make())
    if (told && ['cited', 'refused'].includes(name)) this.box.scrollTop = 0
    if (active) this.parts[name].querySelector(`[data-id="${CSS.escape(active)}"]`)?.focus()
  }

  draw() {
    const { told, refused, unread, chosen } = this.sheet
    this.verdictOf(told, unread.size)
    this.part('refused', refused, () => refused ? [this.refusal(refused)] : [])
    this.part('unread', [...unread], () => unread.size ? [this.unreadList(unread)] : [])
    this.part('cited', told.cited, () => told.cited ? [this.citations(told.cited)] : [])
    this.part('objections', [told.objections, chosen], () => told.objections.map(each => this.card(each, each.id === chosen)))
    this.part('rest', told.checks, () => this.rest(told.checks))
  }

  verdictOf({ checks, objections }, unread) {
    const lookAt = objections.length - checks.broken
    const more = [unread ? `${unread} 格读不懂` : '', lookAt ? `另有 ${lookAt} 处请看一眼` : ''].filter(Boolean).join('，')
    const held = checks.held.length
    const words = checks.broken ? `有 ${checks.broken} 条勾稽关系不符`
      : held ? `可以核对的 ${held} 条勾稽关系全部相符` : '还没有一条勾稽关系可以核对'
    this.verdict.className = `verdict ${checks.broken ? 'bad' : held && !unread ? 'good' : ''}`
    say(this.verdict, more ? `${words}；${more}` : words)
  }

  refusal({ title, problems }) {
    return node('section', { class: 'problems', role: 'alert' }, node('h5', {}, title),
      node('ol', {}, ...problems.map(({ what, where, mend }) => node('li', {},
        where ? node('span', { class: 'where' }, where) : '', node('span', {}, what), mend ? node('span', { class: 'mend' }, mend) : ''))),
      node('button', { class: 'plain', 'data-id': 'refused', onclick: () => this.sheet.forgetRefusal() }, '知道了'))
  }

  unreadList(unread) {
    const item = ([id, { what, mend }]) => {
      const { key, previous } = this.sheet.place(id)
      return node('li', {},
        node('button', { class: 'lead', 'data-id': id, onclick: () => this.sheet.visit(key, previous) },
          `${previous ? '上年 ' : ''}${this.sheet.told.cells[key].label}`),
        node('span', {}, what), mend ? node('span', { class: 'mend' }, mend) : '')
    }
    return node('section', { class: 'problems' }, node('h5', {}, `${unread.size} 格没有读懂，还没有存下`), node('ol', {}, ...[...unread].map(item)))
  }

  citations({ key, previous, drafted, sentences }) {
    const title = `用到${previous ? '上年 ' : ''}${this.sheet.told.cells[key].label}的句子`
    const empty = drafted ? '正文里还没有句子用到这一格。' : '还没有正文。先到“起草”生成初稿。'
    const item = ({ at, sentence, figure, verdict, said }) => node('li', {},
      node('button', { class: 'lead', 'data-id': `at${at}`, title: '到起草页看这一句', onclick: () => this.sheet.lead(at) }, ...quoted(sentence, figure)),
      node('span', { class: `said ${verdict}` }, said))
    return node('section', { class: 'sentences' }, node('h5', {}, title),
      sentences.length ? node('ul', {}, ...sentences.map(item)) : node('p', {}, empty),
      node('button', { class: 'plain', 'data-id': 'cited', onclick: () => this.sheet.cite(null) }, '收起'))
  }

  card(each, chosen) {
    const lead = each.cells.length || each.previous.length
    const go = () => this.sheet.choose(each.id)
    const title = [node('span', { class: 'state' }, each.state), each.kind === 'doubt' ? each.worked : each.label]
    const numbers = each.numbers.map(([name, value]) => node('div', {}, node('dt', {}, name), node('dd', {}, value)))
    return node('article', { class: `card ${each.kind} ${chosen ? 'chosen' : ''}`, 'data-objection': each.id, onclick: lead ? go : () => {} },
      lead ? node('button', { class: 'title', 'data-id': each.id, 'aria-pressed': String(chosen) }, ...title) : node('p', { class: 'title' }, ...title),
      numbers.length ? node('dl', {}, ...numbers) : '',
      each.hints.length ? node('ul', { class: 'hints' }, ...each.hints.map(hint => node('li', {}, hint))) : '',
      each.formula ? node('p', { class: 'formula' }, each.formula) : '',
      each.formula && chosen ? node('p', { class: 'worked' }, each.worked) : '')
  }

  rest({ held, unassessable, causes }) {
    const folded = (title, reasons) => reasons.length
      ? node('details', {}, node('summary', {}, title), node('ul', {}, ...reasons.map(each => node('li', {}, each)))) : ''
    return [folded(`无法核对 ${unassessable} 条`, causes), folded(`相符 ${held.length} 条`, held)]
  }
}

function quoted(sentence, figure) {
  const at = sentence.indexOf(figure)
  return at < 0 ? [sentence] : [sentence.slice(0, at), node('b', {}, figure), sentence.slice(at + figure.length)]
}
