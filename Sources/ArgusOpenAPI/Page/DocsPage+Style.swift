extension DocsPage {
    /// How it looks, in light and dark, on paper-wide screens and on phones.
    package static let style = """
        :root { --text: #1c2127; --soft: #57606a; --ground: #fff; --raised: #f5f6f8; \
        --line: #d8dce1; --link: #0a58ca; --get: #0b6e4f; --post: #0a58ca; --put: #8a5a00; \
        --delete: #b3261e; }
        @media (prefers-color-scheme: dark) { :root { --text: #e4e7eb; --soft: #9aa4af; \
        --ground: #15181c; --raised: #1f242a; --line: #363d45; --link: #7db3ff; --get: #5fd0a5; \
        --post: #7db3ff; --put: #e8b45a; --delete: #ff8a80; } }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; }
        body { margin: 0; color: var(--text); background: var(--ground); \
        font: 1rem/1.5 system-ui, sans-serif; }
        a { color: var(--link); }
        header { padding: 1rem 1.5rem; border-bottom: 1px solid var(--line); }
        h1 { margin: 0; font-size: 1.5rem; }
        h1 small, small { color: var(--soft); font-size: .8rem; font-weight: normal; }
        ul { list-style: none; margin: 0; padding: 0; }
        .versions { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: .5rem; }
        .columns { display: grid; grid-template-columns: 20rem minmax(0, 1fr); }
        .contents { position: sticky; top: 0; align-self: start; max-height: 100vh; \
        overflow-y: auto; padding: 1rem 1.5rem; font-size: .85rem; \
        border-right: 1px solid var(--line); }
        .contents h2 { font-size: .9rem; margin: 1rem 0 .25rem; }
        .contents li a { display: block; padding: .1rem 0; text-decoration: none; \
        overflow-wrap: anywhere; }
        main { padding: 1rem 2rem 4rem; max-width: 60rem; }
        article { margin: 1.5rem 0; padding-top: 1rem; border-top: 1px solid var(--line); }
        h3 { font-size: 1.05rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
        h4 { font-size: .9rem; margin: 1rem 0 .25rem; }
        p { margin: .25rem 0; }
        code, pre { font: .85rem/1.5 ui-monospace, monospace; }
        pre { background: var(--raised); border: 1px solid var(--line); border-radius: .3rem; \
        padding: .6rem .8rem; margin: .25rem 0; overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; \
        border-bottom: 1px solid var(--line); }
        th[scope=row] { font-weight: normal; white-space: nowrap; }
        .wide { overflow-x: auto; }
        .method { font: bold .75rem ui-monospace, monospace; color: var(--put); }
        .get { color: var(--get); } .post { color: var(--post); } .delete { color: var(--delete); }
        .status { font-family: ui-monospace, monospace; }
        .refusals { color: var(--soft); margin-top: .5rem; }
        abbr { text-decoration: underline dotted; cursor: help; }
        summary { cursor: pointer; color: var(--soft); font-size: .9rem; }
        article:target { outline: 2px solid var(--link); outline-offset: .75rem; }
        .skip { position: absolute; left: -100rem; }
        .skip:focus { left: .5rem; top: .5rem; background: var(--ground); padding: .5rem; }
        @media (max-width: 50rem) { .columns { display: block; } .contents { position: static; \
        max-height: none; border-right: 0; border-bottom: 1px solid var(--line); } \
        main, header, .contents { padding-left: 1rem; padding-right: 1rem; } }
        """
}
