// A line's pieces as elements, and the menu of a figure.

function lineOf(line, paper) {
  const tag = ['h3', 'h4', 'h5', 'p', 'p'][line.level]
  return node(tag, line.level === 4 ? { class: 'nb-here' } : {}, ...piecesOf(line.pieces, paper))
}

function piecesOf(pieces, paper) {
  return pieces.map(piece => pieceOf(piece, paper))
}

function pieceOf(piece, paper) {
  if (typeof piece === 'string') return document.createTextNode(piece)
  if (piece.stale !== undefined) {
    return node('span', { class: 'stale' }, ...piecesOf(piece.pieces, paper),
      button('数据变了，改写', event => paper.edit(event.target, event.target.parentNode), {
        class: 'why', 'data-reason': piece.stale, 'aria-description': piece.stale,
      }))
  }
  const exempt = piece.verdict === 'exempt'
  const look = `${piece.claim ? 'claim' : 'fig'} ${piece.verdict}${piece.kept ? ' waived' : ''}`
  const made = node('span', {
    class: look, 'data-verdict': piece.verdict, 'data-at': piece.at, 'data-reason': piece.reason,
    'aria-description': piece.reason, id: piece.number || piece.kept ? `r-${piece.number || piece.kept}` : null,
    ...(exempt ? {} : { tabindex: '0', role: 'button', 'aria-haspopup': 'dialog' }),
  }, ...piecesOf(piece.pieces, paper))
  if (exempt) return made
  const open = event => {
    event.stopPropagation()
    paper.menu.open(made, piece)
  }
  made.addEventListener('click', open)
  made.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    open(event)
  })
  return made
}

// What stands behind a figure, and the ways from it.
class Menu {
  constructor(paper) {
    this.paper = paper
    this.box = node('div', { class: 'nb-menu', role: 'dialog', 'aria-label': '这个数字的依据', hidden: true })
    this.box.addEventListener('keydown', event => {
      if (event.key === 'Escape') this.close(true)
    })
    this.outside = event => {
      if (!this.box.hidden && !this.box.contains(event.target)) this.close(false)
    }
    document.addEventListener('pointerdown', this.outside)
  }

  open(figure, piece) {
    this.figure = figure
    this.box.replaceChildren(
      node('p', { class: 'head' },
        node('b', { class: `${piece.claim ? 'claim' : 'fig'} ${piece.verdict}` }, figure.textContent), piece.label),
      node('p', { class: 'said' }, piece.reason),
      ...(piece.words ? [node('p', { class: 'words' }, node('span', {}, '依据'), piece.words)] : []),
      ...(piece.cells || []).map(cell => this.cell(cell)),
      node('p', { class: 'ways' },
        figure.closest('[data-part]') ? button('改这一处', () => this.paper.edit(figure, figure)) : '',
        button('关闭', () => this.close(true))))
    this.box.hidden = false
    this.place(figure)
    this.box.querySelector('button').focus({ preventScroll: true })
  }

  cell(cell) {
    const lead = cell.key
      ? button('去看这一格', () => this.paper.lead(cell.key), { 'aria-label': `去看这一格：${cell.name}` })
      : button('去看补充事实', () => this.paper.lead(''), { 'aria-label': `去看补充事实：${cell.name}` })
    return node('p', { class: 'cell' }, node('span', {}, cell.name), node('b', {}, cell.value),
      cell.place ? node('small', {}, cell.place) : '', lead)
  }

  place(figure) {
    const paper = this.paper.box.getBoundingClientRect()
    const first = figure.getClientRects()[0] || figure.getBoundingClientRect()
    const left = Math.min(first.left - paper.left, paper.width - this.box.offsetWidth - 12)
    this.box.style.left = `${Math.max(12, left)}px`
    const below = first.bottom - paper.top + 8
    const above = first.top - paper.top - this.box.offsetHeight - 8
    const room = window.innerHeight - first.bottom > this.box.offsetHeight + 50 || above < 0
    this.box.style.top = `${room ? below : above}px`
  }

  close(back) {
    if (this.box.hidden) return
    this.box.hidden = true
    if (back && this.figure && this.figure.isConnected) this.figure.focus({ preventScroll: true })
  }

  end() {
    document.removeEventListener('pointerdown', this.outside)
  }
}
