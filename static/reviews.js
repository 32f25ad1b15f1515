/* Score sheets: totals while points are typed. The page says the saved ones without this file. */
(function () {
  'use strict';
  function tenths(text) {
    var found = /^\s*(\d+)(?:[.,](\d))?\s*$/.exec(text);
    return found ? Number(found[1]) * 10 + Number(found[2] || 0) : 0;
  }
  function shown(n) { return String(n / 10).replace('.', ','); }
  Array.prototype.forEach.call(document.querySelectorAll('[data-sum]'), function (out) {
    var fields = document.querySelectorAll(out.dataset.sum), form = fields.length && fields[0].form;
    function add() {
      var total = 0, open = 0;
      Array.prototype.forEach.call(fields, function (field) {
        var box = field.closest('fieldset').querySelector('[name$="-excluded"][type=checkbox]');
        if (box && box.checked) { return; }
        total += tenths(field.value);
        if (!field.value.trim()) { open += 1; }
      });
      out.textContent = out.dataset.words.replace('{n}', shown(total)).replace('{open}', String(open));
    }
    if (form) { form.addEventListener('input', add); out.hidden = false; add(); }
  });
}());
