/// What a running glue is made of, for what puts alerts into it.
package struct GlueParts: Sendable {
    /// Where alerts are kept.
    let spool: Spool
    /// As whom they are delivered, source by source.
    let accounts: [SourceAccount]
    /// What delivers them.
    let courier: Courier
    /// What takes them in.
    let acceptor: Acceptor

    /// Puts the parts together.
    package init(
        spool: Spool, accounts: [SourceAccount], courier: Courier, acceptor: Acceptor
    ) {
        (self.spool, self.accounts) = (spool, accounts)
        (self.courier, self.acceptor) = (courier, acceptor)
    }
}
