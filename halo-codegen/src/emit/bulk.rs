//! Methods of the handle that write several records.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::types::{arg_type, key_value, reference};
use super::{member, outer_doc};
use crate::ir::{BulkDef, BulkKind, EntityDef};

pub(super) fn method(entity: &EntityDef, def: &BulkDef) -> TokenStream {
    let (doc, arg) = (outer_doc(&def.doc), member(&def.arg));
    let (model, write) = (reference(&entity.model), reference(&def.write));
    match def.kind {
        BulkKind::CreateMany => quote! {
            #doc
            pub fn create_many(&self, #arg: impl IntoIterator<Item = #write>) -> @crate::rt::WriteMany<#model> {
                @crate::rt::WriteMany::create(&self.halo, &@super::catalog::ENTITY, &@super::catalog::CREATE, #arg.into_iter().map(|write| write.body))
            }
        },
        BulkKind::CreateAll => quote! {
            #doc
            pub fn create_all(
                &self,
                #arg: impl IntoIterator<Item = #write, IntoIter: Send + 'static>,
            ) -> @crate::rt::WriteAll<#model> {
                @crate::rt::WriteAll::new(&self.halo, &@super::catalog::ENTITY, &@super::catalog::CREATE, #arg.into_iter().map(|write| write.body))
            }
        },
        BulkKind::Upsert => quote! {
            #doc
            pub fn upsert(
                &self,
                #arg: impl IntoIterator<Item = #write>,
                by: impl Into<@crate::rt::UpsertKey>,
            ) -> @crate::rt::Upsert<#model> {
                @crate::rt::Upsert::new(&self.halo, &@super::catalog::ENTITY, by.into(), #arg.into_iter().map(|write| write.body))
            }
        },
        BulkKind::UpdateMany => {
            let types = def.key.iter().map(|arg| arg_type(&arg.takes));
            let values = def.key.iter().enumerate().map(|(place, arg)| {
                let place = Literal::usize_unsuffixed(place);
                key_value(arg, &quote!(row.#place))
            });
            let body = Literal::usize_unsuffixed(def.key.len());
            quote! {
                #doc
                pub fn update_many(
                    &self,
                    #arg: impl IntoIterator<Item = (#(#types,)* #write)>,
                ) -> @crate::rt::WriteMany<#model> {
                    let keyed = #arg
                        .into_iter()
                        .map(|row| (vec![#(#values),*], row.#body.body));
                    @crate::rt::WriteMany::update(&self.halo, &@super::catalog::ENTITY, &@super::catalog::UPDATE, keyed)
                }
            }
        }
    }
}
