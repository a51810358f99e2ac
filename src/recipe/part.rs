/// Declares a part of the recipe, each of its settings once: its place in the recipe, its type, its default and its words. Of
/// that come the struct with its default, a [`super::Setting`] for each field, and the part's lists of them, in the order in
/// which a recipe's file has them.
macro_rules! part {
    ($(#[$about:meta])* $part:ident in $place:ident {
        $($list:ident [ $(
            $(#[$doc:meta])* $setting:ident $field:ident: $kind:ty = $default:expr, $words:expr;
        )+ ])+
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $part { $($( $(#[$doc])* pub $field: $kind, )+)+ }

        impl Default for $part {
            fn default() -> $part {
                $part { $($( $field: $default, )+)+ }
            }
        }

        $($(
            $(#[$doc])*
            pub static $setting: $crate::recipe::Setting = $crate::recipe::Setting {
                name: stringify!($field),
                value: |recipe| $crate::recipe::value::Held::value(&recipe.$place.$field),
                slot: |recipe| $crate::recipe::value::Held::slot(&mut recipe.$place.$field),
                ..$words
            };
        )+)+

        $(pub(super) static $list: &[&$crate::recipe::Setting] = &[$(&$setting),+];)+
    };
}

pub(super) use part;
