extension UInt8 {
    /// The value of a hexadecimal digit; nil if the character is none.
    package init?(hexadecimal character: UInt8) {
        switch character {
        case 0x30...0x39: self = character - 0x30
        case 0x41...0x46: self = character - 0x41 + 10
        case 0x61...0x66: self = character - 0x61 + 10
        default: return nil
        }
    }
}
