//! Methods of the handle that write several records.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{Imports, arg_type};
use super::{ident, member, outer_doc};
use crate::ir::{BulkDef, BulkKind, EntityDef};

pub(super) fn imports(bulk: &[BulkDef], imports: &mut Imports) {
    for def in bulk {
        imports.add(match def.kind {
            BulkKind::CreateAll => "crate::rt::WriteAll",
            BulkKind::CreateMany | BulkKind::UpdateMany => "crate::rt::WriteMany",
        });
    }
}

pub(super) fn method(entity: &EntityDef, def: &BulkDef) -> TokenStream {
    let (doc, arg) = (outer_doc(&def.doc), member(&def.arg));
    let (model, write) = (ident(&entity.model.name), ident(&def.write.name));
    match def.kind {
        BulkKind::CreateMany => quote! {
            #doc
            pub fn create_many(&self, #arg: impl IntoIterator<Item = #write>) -> WriteMany<#model> {
                WriteMany::create(&self.halo, &ENTITY, &catalog::CREATE, #arg.into_iter().map(|write| write.body))
            }
        },
        BulkKind::CreateAll => quote! {
            #doc
            pub fn create_all(
                &self,
                #arg: impl IntoIterator<Item = #write, IntoIter: Send + 'static>,
            ) -> WriteAll<#model> {
                WriteAll::new(&self.halo, &ENTITY, &catalog::CREATE, #arg.into_iter().map(|write| write.body))
            }
        },
        BulkKind::UpdateMany => {
            let types = def.key.iter().map(|arg| arg_type(&arg.takes));
            let names: Vec<_> = def.key.iter().map(|arg| member(&arg.rust)).collect();
            quote! {
                #doc
                pub fn update_many(
                    &self,
                    #arg: impl IntoIterator<Item = (#(#types,)* #write)>,
                ) -> WriteMany<#model> {
                    let keyed = #arg
                        .into_iter()
                        .map(|(#(#names,)* write)| (vec![#(#names.into().into()),*], write.body));
                    WriteMany::update(&self.halo, &ENTITY, &catalog::UPDATE, keyed)
                }
            }
        }
    }
}
