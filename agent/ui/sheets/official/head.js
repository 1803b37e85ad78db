// Above the tables: which year is edited, what the marks mean, what is known of one cell, whether it is saved.

const SAVING = 300, LATE = 3900

class Head {
  constructor(sheet) {
    this.sheet = sheet
    this.note = ''
    const year = (words, previous) => node('button', { onclick: () => sheet.turn(previous) }, words)
    this.years = [year('本年', false), year('上年', true)]
    this.beside = node('input', { type: 'checkbox', onchange: event => sheet.showBeside(event.target.checked) })
    this.besideName = node('span', {})
    this.state = node('span', { class: 'state', role: 'status' })
    this.tools = node('div', { class: 'tools' },
      node('div', { class: 'years', role: 'group', 'aria-label': '填哪一年的数' }, ...this.years),
      node('label', { class: 'beside' }, this.beside, this.besideName),
      legend())
    this.about = node('div', { class: 'about' })
    this.bar = node('div', { class: 'bar' }, this.about, this.state)
    this.box = node('header', {}, this.tools, this.bar)
  }

  draw() {
    const { sheet } = this
    if (!sheet.told) return
    this.years.forEach((button, index) => button.setAttribute('aria-pressed', String(sheet.previous === (index === 1))))
    this.beside.checked = sheet.beside
    say(this.besideName, sheet.previous ? '显示本年' : '显示上年')
    say(this.state, this.stateNow())
    this.drawBar()
  }

  stateNow() {
    const { pending, sent } = this.sheet
    const waited = Date.now() - sent
    if (!pending.length) return this.note
    return waited > LATE ? '还没有存下，正在重试；改动留在本页' : waited > SAVING ? '正在保存…' : this.note
  }

  drawBar() {
    const { sheet } = this
    const place = sheet.current
    if (!place) return put(this.about, node('p', { class: 'hint' }, '选一格就能填：Enter 向下，Tab 向右，F2 改，Esc 取消，Ctrl+Z 撤销；可以粘贴从 Excel 复制的一块'))
    const cell = sheet.told.cells[place.key], wrong = sheet.unread.get(sheet.id(place.key, sheet.previous))
    const now = [cell.now || '未填', cell.before || '未填']
    const source = sheet.previous ? cell.sourceBefore : cell.source
    const key = JSON.stringify([place.key, sheet.previous, cell, wrong, sheet.objectionsAt(place)])
    if (this.barOf === key) return
    this.barOf = key
    const objections = sheet.objectionsAt(place).map(each => node('button', {
      class: `lead ${each.kind}`, title: each.worked, onclick: () => sheet.choose(each.id),
    }, `${each.state}：${each.kind === 'doubt' ? each.worked : each.label}`))
    put(this.about,
      node('p', { class: 'name' }, node('b', {}, `${sheet.previous ? '上年 ' : ''}${cell.label}`),
        node('span', {}, `本年 ${now[0]}`), node('span', {}, `上年 ${now[1]}`), cell.unit ? node('span', {}, `单位：${cell.unit}`) : '',
        source ? node('span', { class: 'source' }, `来源：${source}`) : ''),
      node('p', { class: 'more' }, wrong ? node('span', { class: 'wrong' }, `${wrong.what}${wrong.mend ? ` → ${wrong.mend}` : ''}`) : '',
        ...objections, node('button', { class: 'lead', onclick: () => sheet.cite(place) }, '用到这一格的句子')))
  }
}

function legend() {
  const looks = [['absent', '未填'], ['zero', '零', '0'], ['solid', '先看这格'], ['dashed', '有关的格'], ['dotted', '提示'], ['unread', '读不懂']]
  return node('span', { class: 'legend', 'aria-label': '标记的意思' },
    ...looks.flatMap(([look, words, shown]) => [node('i', { class: look }, shown || '12'.slice(0, look === 'absent' ? 0 : 2)), node('span', {}, words)]))
}
