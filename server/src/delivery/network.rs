//! Which addresses a webhook may be at: nobody makes the console call machines that only it can reach.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A range of addresses, such as `10.0.0.0/8` or `fd00::/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    /// Leading bits that must agree.
    bits: u32,
}

/// The text is no range of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a range of addresses")]
pub struct NotANetwork;

impl FromStr for Network {
    type Err = NotANetwork;
    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, bits) = text.trim().split_once('/').ok_or(NotANetwork)?;
        let address: IpAddr = address.parse().map_err(|_| NotANetwork)?;
        let bits: u32 = bits.parse().map_err(|_| NotANetwork)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        if bits > most {
            return Err(NotANetwork);
        }
        Ok(Self { address, bits })
    }
}

impl Network {
    /// Whether an address lies in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        let agree = |a: u128, b: u128, width: u32| {
            let shift = width - self.bits;
            // A shift by the whole width keeps nothing, and nothing has to agree.
            a.checked_shr(shift).unwrap_or(0) == b.checked_shr(shift).unwrap_or(0)
        };
        match (self.address, address) {
            (IpAddr::V4(a), IpAddr::V4(b)) => agree(a.to_bits().into(), b.to_bits().into(), 32),
            (IpAddr::V6(a), IpAddr::V6(b)) => agree(a.to_bits(), b.to_bits(), 128),
            _ => false,
        }
    }
}

/// Whether a webhook may be called at an address: a public one, one in a network that the installation allows, or this
/// machine where the webhook's address names it as such.
pub fn may_be_called(address: IpAddr, names_loopback: bool, allowed: &[Network]) -> bool {
    let address = address.to_canonical();
    if address.is_loopback() {
        return names_loopback || allowed.iter().any(|network| network.contains(address));
    }
    is_public(address) || allowed.iter().any(|network| network.contains(address))
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match embedded(address) {
            Some(inner) => is_public_v4(inner),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast()
        // "This" network; shared by providers, also some clouds' metadata; protocols; benchmarks; reserved.
        || a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a, b, c) == (192, 0, 0)
        || (a == 198 && (b == 18 || b == 19))
        || a >= 240;
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // Only 2000::/3 is given out; in it documentation and what tunnels.
    first & 0xe000 == 0x2000
        && (first, second) != (0x2001, 0x0db8)
        && (first, second) != (0x2001, 0)
}

/// The address of version 4 that a gateway would be led to: NAT64 and 6to4.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let join = |high: u16, low: u16| Ipv4Addr::from_bits((u32::from(high) << 16) | u32::from(low));
    match address.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => Some(join(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(address: &str, allowed: &[&str]) -> bool {
        let allowed: Vec<Network> = allowed.iter().map(|text| text.parse().unwrap()).collect();
        may_be_called(address.parse().unwrap(), false, &allowed)
    }

    #[test]
    fn what_only_the_console_reaches_is_not_called() {
        for private in [
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.100.100.200",
            "192.0.0.192",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fd00:ec2::254",
            "::ffff:169.254.169.254",
            "::ffff:127.0.0.1",
            "64:ff9b::a9fe:a9fe",
            "2002:a9fe:a9fe::1",
            "2001::1",
            "ff02::1",
        ] {
            assert!(!called(private, &[]), "{private}");
        }
        for public in [
            "1.1.1.1",
            "223.5.5.5",
            "2606:4700::1111",
            "64:ff9b::101:101",
        ] {
            assert!(called(public, &[]), "{public}");
        }
    }

    #[test]
    fn an_installation_allows_networks_of_its_own() {
        assert!(called("10.1.2.3", &["10.0.0.0/8"]));
        assert!(called("::ffff:10.1.2.3", &["10.0.0.0/8"]));
        assert!(!called("192.168.1.1", &["10.0.0.0/8", "fd00::/8"]));
        assert!(called("fd12::1", &["10.0.0.0/8", "fd00::/8"]));
        assert!(called("192.168.1.1", &["0.0.0.0/0"]));
        for bad in [
            "10.0.0.0",
            "10.0.0.0/33",
            "::/129",
            "a/8",
            "10.0.0.0/-1",
            "",
        ] {
            assert_eq!(bad.parse::<Network>(), Err(NotANetwork), "{bad}");
        }
    }

    #[test]
    fn this_machine_must_be_named_as_such() {
        assert!(may_be_called("127.0.0.1".parse().unwrap(), true, &[]));
        assert!(may_be_called("::1".parse().unwrap(), true, &[]));
        assert!(!may_be_called("10.0.0.1".parse().unwrap(), true, &[]));
    }
}
