/* What the rules say of what was typed stands at its field while the page saves itself: [{id, level, words}].
   The page of the server says the same when it is opened again. */
(function () {
  'use strict';
  var doc = document, say = doc.getElementById('saved');
  function make(tag, cls, text) { var e = doc.createElement(tag); e.className = cls; e.textContent = text; return e; }
  function described(id) { var to = doc.getElementById(id); return (to && to.getAttribute('aria-describedby')) || ''; }
  doc.addEventListener('tk:told', function (event) {
    Array.prototype.forEach.call(event.target.querySelectorAll('[data-told]'), function (old) {
      var id = old.id.slice(0, -5), to = doc.getElementById(id);
      if (to) { to.setAttribute('aria-describedby', described(id).replace(old.id, '').trim()); }
      old.remove();
    });
    event.detail.forEach(function (one) {
      var to = doc.getElementById(one.id), line, warns = one.level === 'warn';
      if (!to || doc.getElementById(one.id + '-error')) { return; }
      line = make('p', 'tk-say ' + (warns ? 'a' : 'r'), '');
      line.id = one.id + '-told'; line.dataset.told = ''; line.setAttribute('role', 'status');
      line.innerHTML = '<svg class="tk-i" aria-hidden="true" focusable="false"><use href="#i-' + (warns ? 'warn' : 'stop') + '"/></svg>';
      line.append(make('span', '', say.dataset[one.level] + ' ' + one.words));
      (to.closest('.d-flex') || to).before(line);
      to.setAttribute('aria-describedby', (described(one.id) + ' ' + line.id).trim());
    });
  });
}());
